# Language and flags of everything that is built here.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(DESCENT_WERROR "Treat warnings in the project's own code as errors" OFF)

# How far the project's own code is optimized: well enough for the checks, and built in half the time of -O2.
set(DESCENT_OPTIMIZE "-O1" CACHE STRING "Optimization of the harness and the solutions")

# Mistakes and alternatives are many, run seldom, and stand for a student's file: like that, they are not optimized, and
# compile in a fifth of the time. Proofs that verdicts are the same with other compilers want it otherwise.
option(DESCENT_OPTIMIZE_VARIANTS "Optimize known mistakes and alternatives as well" OFF)

# Whatever does not compute: what deals in text, and tests, which ask and compare. It compiles in less than half the time,
# and nobody sees that it runs slower. What the templates of a precompiled header become is kept with it. (GCC has no
# such thing.)
set(DESCENT_FAST_TO_BUILD -O0 $<$<CXX_COMPILER_ID:Clang>:-fpch-instantiate-templates>)

# What the build finds out about itself while it runs, in all of its code: nothing, or flags like those of the
# presets sanitize and threads, and of harness/tests/coverage.
set(DESCENT_INSTRUMENT "" CACHE STRING "Flags for compiling and linking everything, a list")
add_compile_options(${DESCENT_INSTRUMENT})
add_link_options(${DESCENT_INSTRUMENT})

# The same for libraries and programs (CMake would say -fPIE for the latter), so that all of them can share
# precompiled headers.
add_compile_options(-fPIC)

# Numbers must not depend on the compiler: no fused multiply-add behind our back, no fast-math.
add_compile_options(-ffp-contract=off)

# The project's own code. Student files get gentler warnings, see stage.cmake.
add_library(descent_strict INTERFACE)
target_compile_options(descent_strict INTERFACE -Wall -Wextra -Wpedantic -Wconversion
  $<$<BOOL:${DESCENT_WERROR}>:-Werror>)
# GCC's optimizer warns of what it believes to see after inlining, and is wrong with strings and vectors often
# enough (GCC's bugs 105329, 105651, 107852): such warnings are shown, but are no errors.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  foreach(warning maybe-uninitialized array-bounds stringop-overflow stringop-overread restrict
                  free-nonheap-object dangling-pointer)
    target_compile_options(descent_strict INTERFACE -Wno-error=${warning})
  endforeach()
endif()
add_library(descent::strict ALIAS descent_strict)

# lld links a student's shared object several times faster than GNU ld.
find_program(LLD_PROGRAM NAMES ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

# For students' files and the worker that opens them, in `descent check --sanitize`.
set(DESCENT_SANITIZE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)

# Linking a student's object goes through g++ even where Clang compiles: both call the same lld with the same
# words, but Clang's driver takes 20 ms more to start, a twentieth of the whole edit loop.
find_program(DESCENT_LINK_DRIVER NAMES g++)
if(DESCENT_LINK_DRIVER AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND LLD_PROGRAM AND NOT DESCENT_INSTRUMENT)
  string(REPLACE "<CMAKE_CXX_COMPILER>" "${DESCENT_LINK_DRIVER}"
    CMAKE_CXX_CREATE_SHARED_MODULE "${CMAKE_CXX_CREATE_SHARED_MODULE}")
endif()

# A program that never multiplies matrices need not load OpenBLAS.
add_link_options(-Wl,--as-needed)
