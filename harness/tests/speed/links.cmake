# A stage's object under clocks, and a program that times it.
set(playground "${CMAKE_CURRENT_SOURCE_DIR}/speed/playground")
set(definitions "DESCENT_API=\"${playground}/playground.hpp\""
                "DESCENT_REGISTRY=\"${playground}/exercises.def\"")
add_library(clocked_playground MODULE EXCLUDE_FROM_ALL
  "${playground}/playground.cpp" "${PROJECT_SOURCE_DIR}/harness/speed/glue/table.cpp")
target_compile_definitions(clocked_playground PRIVATE ${definitions})
target_include_directories(clocked_playground PRIVATE "${playground}")
target_link_libraries(clocked_playground PRIVATE descent::wire)
target_compile_definitions(test_speed PRIVATE ${definitions}
  WORKER="$<TARGET_FILE:worker>" PLAYGROUND="$<TARGET_FILE:clocked_playground>")
add_dependencies(test_speed worker clocked_playground)
