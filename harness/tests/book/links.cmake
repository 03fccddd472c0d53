# No library of its own: what is tested is the code in docs/examples.
set(tested descent::support descent::armadillo)

# What figures_test.sh draws.
file(STRINGS "${folder}/quick_figures.txt" quick)
foreach(number IN LISTS quick)
  file(GLOB stage RELATIVE "${PROJECT_SOURCE_DIR}/assignments" "${PROJECT_SOURCE_DIR}/assignments/${number}-*")
  add_dependencies(harness_tests ${stage}.experiment)
endforeach()
