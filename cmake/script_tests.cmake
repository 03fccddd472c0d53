# Tests that are shell scripts: NAME_test.sh in a folder becomes the test harness.NAME.SUFFIX, labelled NAME. Exit
# code 77 skips it.
# They build things, serve sites and start daemons: never two of them at once. One after the other they take longest of all
# tests, so the first of them is started at once.
function(descent_script_tests folder suffix)
  file(GLOB scripts CONFIGURE_DEPENDS "${folder}/*_test.sh")
  foreach(script IN LISTS scripts)
    string(REGEX REPLACE ".*/(.+)_test\\.sh$" "\\1" name "${script}")
    add_test(NAME harness.${name}.${suffix} COMMAND "${script}")
    set_tests_properties(harness.${name}.${suffix} PROPERTIES
      LABELS "harness;${name}" FIXTURES_REQUIRED harness_built SKIP_RETURN_CODE 77
      RESOURCE_LOCK scripts COST 500
      ENVIRONMENT "DESCENT_ROOT=${PROJECT_SOURCE_DIR};DESCENT_BUILD=${CMAKE_BINARY_DIR};OPENBLAS_NUM_THREADS=1;OMP_NUM_THREADS=1")
  endforeach()
endfunction()
