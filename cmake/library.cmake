# descent_library(name LINKS ...): the folder's *.cpp as the static library descent_<name>.
# Includes are written from the root of the project: #include "harness/checks/expect.hpp".
#
# What most of its files include comes precompiled, since parsing it takes longer than compiling most files: with
# ARMADILLO, for libraries that see descent::armadillo and compute, that, and they are optimized; else what deals in text.
# (The latter not where a compiler cache is in use, which compiles it once for all copies of the course: it cannot keep what
# has a precompiled header.)
function(descent_library name)
  cmake_parse_arguments(arg "ARMADILLO" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "main\\.cpp$")
  if(sources)
    add_library(descent_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(descent_${name} PRIVATE descent::strict)
    if(arg_ARMADILLO)
      target_compile_options(descent_${name} PRIVATE ${DESCENT_OPTIMIZE})
      target_precompile_headers(descent_${name} REUSE_FROM descent_pch)
    else()
      target_compile_options(descent_${name} PRIVATE ${DESCENT_FAST_TO_BUILD})
      if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
        target_precompile_headers(descent_${name} REUSE_FROM descent_text_pch)
      endif()
    endif()
  else()
    add_library(descent_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(descent_${name} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(descent_${name} ${scope} ${arg_LINKS})
  add_library(descent::${name} ALIAS descent_${name})
endfunction()

# The precompiled header of what is optimized so and sees Armadillo.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/pch.cpp" CONTENT "// only carries a precompiled header\n")
add_library(descent_pch OBJECT "${CMAKE_BINARY_DIR}/pch.cpp")
target_compile_options(descent_pch PRIVATE ${DESCENT_OPTIMIZE})
target_link_libraries(descent_pch PRIVATE descent::armadillo descent::strict)
target_precompile_headers(descent_pch PRIVATE
  <algorithm> <armadillo> <cmath> <functional> <optional> <stdexcept> <string> <vector>)

# The same for what sees no Armadillo.
add_library(descent_text_pch OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch.cpp")
target_compile_options(descent_text_pch PRIVATE ${DESCENT_FAST_TO_BUILD})
target_link_libraries(descent_text_pch PRIVATE descent::strict fmt::fmt nlohmann_json::nlohmann_json)
target_precompile_headers(descent_text_pch PRIVATE
  <algorithm> <filesystem> <fmt/format.h> <functional> <iostream> <map> <nlohmann/json.hpp> <optional> <regex> <sstream>
  <stdexcept> <string> <vector>)

# add_subdirectory() of a folder that need not be here: a released course has only what students need.
macro(descent_folder name)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt")
    add_subdirectory(${name})
  endif()
endmacro()
