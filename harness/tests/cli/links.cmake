# The tests play students at the first stages, in a scratch course whose checkers are those built here.
set(folder_of_tests "${folder}")
file(GLOB desk_manifests "${PROJECT_SOURCE_DIR}/assignments/*/stage.json")
list(SORT desk_manifests)
list(SUBLIST desk_manifests 0 2 desk_manifests)
foreach(manifest IN LISTS desk_manifests)
  cmake_path(GET manifest PARENT_PATH stage)
  cmake_path(GET stage FILENAME stage)
  add_dependencies(test_cli ${stage}.check ${stage}.hidden)
endforeach()
add_dependencies(test_cli descent)
target_sources(test_cli PRIVATE "${folder_of_tests}/pseudo_terminal.cpp" "${folder_of_tests}/scratch_course.cpp")
target_link_libraries(test_cli PRIVATE util)  # openpty
