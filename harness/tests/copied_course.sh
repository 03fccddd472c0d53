# For tests that work on a copy of the course. To be sourced.

# copy_course FROM TO: all but what was built and what the course printed, with the times of the files.
copy_course() {
  mkdir -p "$2"
  tar -C "$1" --format=posix --exclude=./build --exclude=./.git --exclude=./pictures --exclude=./results -cf - . |
    tar -C "$2" -xf -
}

# compile_once FOLDER: what is built in this course or package is not compiled again if another one had the same files.
# That goes for whatever has no precompiled header, and where ccache is installed.
compile_once() {
  command -v ccache >/dev/null || return 0
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR="$1" CCACHE_NOHASHDIR=1
}

# inside_copy FOLDER COMMAND...: runs the command where, for it alone, a copy of the course and of all that is built lies in the
# course's own place: a mount of bubblewrap's. So the copy is up to date, and only what is changed in it is compiled.
inside_copy() {
  command -v bwrap >/dev/null || { echo "skipped: bubblewrap is not installed"; exit 77; }
  [ "$DESCENT_BUILD" = "$DESCENT_ROOT/build/student" ] || {
    echo "skipped: it works on a copy of build/student, and this is a build in $DESCENT_BUILD"
    exit 77
  }
  copy=$1
  shift
  copy_course "$DESCENT_ROOT" "$copy"
  mkdir -p "$copy/build"
  cp -a "$DESCENT_BUILD" "$copy/build/student"
  cp "$copy/packages.txt" "$copy/build/student/.packages"  # this is no test of apt-get
  unset DESCENT_CURRENT NINJA_STATUS 2>/dev/null || :
  bwrap --dev-bind / / --bind "$copy" "$DESCENT_ROOT" --chdir "$DESCENT_ROOT" --die-with-parent -- "$@"
}
