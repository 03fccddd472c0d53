# The libraries, found by name. packages.txt lists the Debian packages that bring them. What only the grader needs
# is found in harness/intake and harness/gradebook: a released course is without those.

find_package(GTest REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_path(ARMADILLO_INCLUDE_DIR armadillo REQUIRED)
find_library(OPENBLAS_LIBRARY openblas REQUIRED)
find_library(SECCOMP_LIBRARY seccomp REQUIRED)

# Armadillo as headers straight on OpenBLAS: its wrapper library would pull in HDF5, ARPACK and
# SuperLU, and cost every worker a third more start-up time.
add_library(descent_armadillo INTERFACE)
add_library(descent::armadillo ALIAS descent_armadillo)
target_include_directories(descent_armadillo SYSTEM INTERFACE "${ARMADILLO_INCLUDE_DIR}")
target_compile_definitions(descent_armadillo INTERFACE
  ARMA_DONT_USE_WRAPPER ARMA_DONT_USE_ARPACK ARMA_DONT_USE_SUPERLU ARMA_DONT_USE_OPENMP)
target_link_libraries(descent_armadillo INTERFACE "${OPENBLAS_LIBRARY}")
