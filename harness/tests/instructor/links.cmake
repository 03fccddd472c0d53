# The tests grade the example class, of whatever stage it is: that stage must be ready for grading.
file(READ "${PROJECT_SOURCE_DIR}/examples/class.json" example_class)
string(JSON example_stage GET "${example_class}" stage)
add_dependencies(test_instructor ${example_stage}.grade descent instructor escape)
set(labels harness slow)
set(timeout 900)
