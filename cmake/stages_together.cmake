# A student ends with one network of all stages' functions: every header must go with every other, and
# every file with every other. Names that clash are found here, not by the student.
get_property(headers GLOBAL PROPERTY DESCENT_HEADERS)
get_property(sources GLOBAL PROPERTY DESCENT_SOLUTIONS)
if(headers)
  list(TRANSFORM headers REPLACE ".+" "#include \"\\0\"\n" OUTPUT_VARIABLE includes)
  list(JOIN includes "" includes)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/stages_together.cpp" CONTENT "${includes}" @ONLY)
  add_library(stages_together MODULE EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/stages_together.cpp" ${sources})
  list(TRANSFORM headers REPLACE "/[^/]+$" "" OUTPUT_VARIABLE folders)
  target_include_directories(stages_together PRIVATE ${folders})  # a stage that builds on others
  target_link_options(stages_together PRIVATE -Wl,-z,defs)
  target_link_libraries(stages_together PRIVATE descent_student_flags descent::strict)
  target_precompile_headers(stages_together REUSE_FROM descent_student_pch)
  add_dependencies(harness_tests stages_together)
endif()
