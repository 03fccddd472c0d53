# The program that tries to escape.
target_compile_definitions(test_sandbox PRIVATE ESCAPE="$<TARGET_FILE:escape>")
add_dependencies(test_sandbox escape)
