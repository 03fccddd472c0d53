# Toolchain of the edit loop: Clang at -O0 with a precompiled header compiles a student's file
# several times faster than GCC. GCC is the fallback where Clang is missing.

if(NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  find_program(DESCENT_CLANG NAMES clang++ clang++-14)
  if(DESCENT_CLANG)
    set(CMAKE_CXX_COMPILER "${DESCENT_CLANG}")
  endif()
endif()
