# An experiment program, with some of the exercises of the tests of harness/remote.
set(playground "${CMAKE_CURRENT_SOURCE_DIR}/remote/playground")
add_executable(test_experiment EXCLUDE_FROM_ALL "${CMAKE_CURRENT_SOURCE_DIR}/plot/experiment/draw.cpp")
target_compile_options(test_experiment PRIVATE ${DESCENT_OPTIMIZE})
target_compile_definitions(test_experiment PRIVATE
  DESCENT_API="${playground}/playground.hpp" DESCENT_REGISTRY="${CMAKE_CURRENT_SOURCE_DIR}/plot/experiment/exercises.def")
target_link_libraries(test_experiment PRIVATE descent::experiment descent::strict)

target_compile_definitions(test_plot PRIVATE EXPERIMENT="$<TARGET_FILE:test_experiment>"
  WORKER="$<TARGET_FILE:worker>" PLAYGROUND="$<TARGET_FILE:playground>")
add_dependencies(test_plot test_experiment worker playground)
