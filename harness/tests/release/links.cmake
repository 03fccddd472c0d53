# The scripts release from scratch copies of the course with this program.
add_dependencies(harness_tests author)
