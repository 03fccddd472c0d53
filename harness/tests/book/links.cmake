# No library of its own: what is tested is the code in docs/examples.
set(tested descent::support descent::armadillo)
