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
