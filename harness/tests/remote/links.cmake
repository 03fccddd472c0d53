# Exercises that use and abuse everything, as a stage would have them.
add_library(playground.table OBJECT EXCLUDE_FROM_ALL
  "${PROJECT_SOURCE_DIR}/harness/wire/glue/table.cpp")
set(playground "${CMAKE_CURRENT_SOURCE_DIR}/remote/playground")
set(definitions "DESCENT_API=\"${playground}/playground.hpp\""
                "DESCENT_REGISTRY=\"${playground}/exercises.def\"")
target_compile_definitions(playground.table PRIVATE ${definitions})
target_link_libraries(playground.table PRIVATE descent::wire)

add_library(playground MODULE EXCLUDE_FROM_ALL
  "${playground}/playground.cpp" $<TARGET_OBJECTS:playground.table>)
target_include_directories(playground PRIVATE "${playground}")
target_link_libraries(playground PRIVATE descent::wire)

add_library(playground.sanitized MODULE EXCLUDE_FROM_ALL
  "${playground}/playground.cpp" $<TARGET_OBJECTS:playground.table>)
target_include_directories(playground.sanitized PRIVATE "${playground}")
target_compile_options(playground.sanitized PRIVATE ${DESCENT_SANITIZE} -g1)
target_link_libraries(playground.sanitized PRIVATE descent::wire)

target_compile_definitions(test_remote PRIVATE ${definitions}
  WORKER="$<TARGET_FILE:worker>" SANITIZED_WORKER="$<TARGET_FILE:worker.sanitized>"
  PLAYGROUND="$<TARGET_FILE:playground>"
  SANITIZED_PLAYGROUND="$<TARGET_FILE:playground.sanitized>")
add_dependencies(test_remote worker worker.sanitized playground playground.sanitized)
