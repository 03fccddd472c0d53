# descent_library(name LINKS ...): the folder's *.cpp as the static library descent_<name>.
# Includes are written from the root of the project: #include "harness/checks/expect.hpp".
#
# With PRECOMPILED, Armadillo comes precompiled: parsing it takes longer than compiling most files. That is
# for libraries that see descent::armadillo, since a precompiled header needs the same definitions.
function(descent_library name)
  cmake_parse_arguments(arg "PRECOMPILED" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "main\\.cpp$")
  if(sources)
    add_library(descent_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_compile_options(descent_${name} PRIVATE ${DESCENT_OPTIMIZE})
    target_link_libraries(descent_${name} PRIVATE descent::strict)
    if(arg_PRECOMPILED)
      target_precompile_headers(descent_${name} REUSE_FROM descent_pch)
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

# add_subdirectory() of a folder that need not be here: a released course has only what students need.
macro(descent_folder name)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt")
    add_subdirectory(${name})
  endif()
endmacro()
