# There is no library of this name: hostile submissions are graded as a whole class is.
set(tested descent::grader)
set(labels harness slow)
set(timeout 1800)
target_sources(test_${name} PRIVATE "${folder}/corpus.cpp" "${folder}/traces.cpp" "${folder}/secrets.cpp")
target_link_libraries(test_${name} PRIVATE descent::author)

# The stages whose functions the hostile submissions define.
file(GLOB_RECURSE submissions CONFIGURE_DEPENDS "${folder}/*/*.cpp")
file(READ "${PROJECT_SOURCE_DIR}/examples/class.json" example_class)
string(JSON hostile_stages GET "${example_class}" stage)
foreach(submission IN LISTS submissions)
  file(STRINGS "${submission}" line REGEX "^// stage: ")
  string(REPLACE "// stage: " "" line "${line}")
  list(APPEND hostile_stages ${line})
endforeach()
list(REMOVE_DUPLICATES hostile_stages)
list(TRANSFORM hostile_stages APPEND ".grade")
add_dependencies(test_${name} ${hostile_stages})
