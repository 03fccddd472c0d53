list(APPEND tested descent::sandbox descent::armadillo)
