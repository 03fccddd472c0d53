# A stage is a folder assignments/NN-name with a stage.json. This file turns it into targets and tests;
# with NN-name for the stage:
#   NN-name            the student's file as a shared object: what an edit compiles
#   NN-name.sanitized  the same with ASan and UBSan
#   NN-name.solutions  the reference, the known mistakes and the alternatives, where solutions/ is here
#   NN-name.public     checker with the public tests;  NN-name.hidden  with the hidden ones
#   NN-name.direct     the public tests with the student's file linked in, for gdb
#   NN-name.check      all that `descent check` needs, save the hidden tests: those wait for the public ones
#   NN-name.grade      all that `descent grade` needs
#   NN-name.stub       the stub that the solution generates, as a shared object
#   NN-name.verify     all that `descent verify` needs
#   NN-name.experiment the program that draws the lesson's picture, from the student's own code
#   NN-name.program    the stage's own program (program.cpp), where there is one, with the student's code linked in;
#                      NN-name.program.reference  the same with the reference
#   NN-name.speed      times the large inputs of speed.cpp, where there is one, with NN-name.clocked, the student's
#                      code under clocks, and NN-name.clocked.reference
# A stage whose stage.json has "builds_on": ["MM-other", ...] is made of the student's files of those stages, too.

# What a student's file is compiled with. No debug information and no optimization: speed of the edit
# loop is what counts, and gdb has the direct build.
add_library(descent_student_flags INTERFACE)
target_compile_options(descent_student_flags INTERFACE -O0 -Wall -Wextra -Wno-unused-parameter)
target_include_directories(descent_student_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_link_libraries(descent_student_flags INTERFACE descent::armadillo descent::wire)

# One precompiled header for the files of all stages.
add_library(descent_student_pch OBJECT "${CMAKE_BINARY_DIR}/pch.cpp")
target_link_libraries(descent_student_pch PRIVATE descent_student_flags)
target_precompile_headers(descent_student_pch PRIVATE
  "${PROJECT_SOURCE_DIR}/harness/support/student_pch.hpp")

# The same for sanitized builds.
add_library(descent_sanitized_pch OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch.cpp")
target_compile_options(descent_sanitized_pch PRIVATE ${DESCENT_SANITIZE} -g1)
target_link_libraries(descent_sanitized_pch PRIVATE descent_student_flags)
target_precompile_headers(descent_sanitized_pch PRIVATE
  "${PROJECT_SOURCE_DIR}/harness/support/student_pch.hpp")

# One for the tests of all stages.
add_library(descent_checker_pch OBJECT "${CMAKE_BINARY_DIR}/pch.cpp")
target_compile_options(descent_checker_pch PRIVATE ${DESCENT_FAST_TO_BUILD})
target_link_libraries(descent_checker_pch PRIVATE descent::checker descent::strict)
target_precompile_headers(descent_checker_pch PRIVATE
  "${PROJECT_SOURCE_DIR}/harness/checker/checker_pch.hpp")

function(descent_stage_object target)
  # A shared object with exercises: whoever opens it finds its functions through the table.
  add_library(${target} MODULE ${ARGN})
  set_target_properties(${target} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
  # All that it calls is in it, save an instrumented build's runtime: that is in the worker.
  if(NOT DESCENT_INSTRUMENT)
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
  target_link_options(${target} PRIVATE -Wl,-Bsymbolic)
endfunction()

function(descent_stage_checker target)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
  target_compile_options(${target} PRIVATE ${DESCENT_FAST_TO_BUILD})
  target_link_libraries(${target} PRIVATE descent::checker descent::strict)
  target_precompile_headers(${target} REUSE_FROM descent_checker_pch)
endfunction()

# The flags of what runs at full speed. Nobody asks errno what std::sqrt thought, and without the question it is computed
# several numbers at a time.
set(full_speed -O2 -fno-math-errno -Wall -Wextra -Wno-unused-parameter)
add_library(descent_full_speed_pch OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/pch.cpp")
target_compile_options(descent_full_speed_pch PRIVATE ${full_speed})
target_link_libraries(descent_full_speed_pch PRIVATE descent::armadillo descent::wire)
target_precompile_headers(descent_full_speed_pch PRIVATE "${PROJECT_SOURCE_DIR}/harness/support/student_pch.hpp")

# A program of the stage: what reads options and prints (the same for the student and the reference) compiles in a third of
# the time like a student's file, and what computes runs at full speed. It is linked first: of a template that both use,
# the linker keeps what comes first.
function(descent_stage_program target stage)
  add_executable(${target} EXCLUDE_FROM_ALL ${ARGN} $<TARGET_OBJECTS:${stage}.program.main>)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
  target_compile_options(${target} PRIVATE ${full_speed})
  target_precompile_headers(${target} REUSE_FROM descent_full_speed_pch)
  target_link_libraries(${target} PRIVATE ${stage}.api descent::wire descent::datasets fmt::fmt)
endfunction()

# An object that answers with how long its functions take: see harness/speed. The flags are those of a program, so
# that what is measured is the code and not that nobody optimized it.
function(descent_stage_clocked target stage)
  descent_stage_object(${target} ${ARGN} $<TARGET_OBJECTS:${stage}.clocks>)
  set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  target_compile_options(${target} PRIVATE ${full_speed})
  target_precompile_headers(${target} REUSE_FROM descent_full_speed_pch)
  target_link_libraries(${target} PRIVATE ${stage}.api descent::wire)
endfunction()

# descent_stages_below(result json): the names of the stages that the stage with this stage.json builds on.
function(descent_stages_below result json)
  set(names)
  string(JSON count ERROR_VARIABLE none LENGTH "${json}" builds_on)
  if(none STREQUAL "NOTFOUND" AND count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON name GET "${json}" builds_on ${i})
      list(APPEND names "${name}")
    endforeach()
  endif()
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# descent_files_below(result NAMES...): the student's file of each of these stages.
function(descent_files_below result)
  set(files)
  foreach(name IN LISTS ARGN)
    file(READ "${PROJECT_SOURCE_DIR}/assignments/${name}/stage.json" json)
    string(JSON source GET "${json}" source)
    list(APPEND files "${PROJECT_SOURCE_DIR}/assignments/${name}/${source}")
  endforeach()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

function(descent_add_stage manifest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest}")
  file(READ "${manifest}" json)
  string(JSON stage GET "${json}" stage)
  string(JSON source GET "${json}" source)
  string(JSON header GET "${json}" header)
  cmake_path(GET manifest PARENT_PATH folder)
  set(solutions "${PROJECT_SOURCE_DIR}/solutions/${stage}")
  set(suites "${PROJECT_SOURCE_DIR}/harness/suites/${stage}")
  descent_stages_below(used "${json}")
  list(TRANSFORM used REPLACE ".+" "${PROJECT_SOURCE_DIR}/assignments/\\0" OUTPUT_VARIABLE used_folders)

  # The stage's header and registry, for whoever is generic over stages.
  add_library(${stage}.api INTERFACE)
  target_compile_definitions(${stage}.api INTERFACE
    "DESCENT_API=\"${folder}/${header}\"" "DESCENT_REGISTRY=\"${folder}/exercises.def\"")
  target_include_directories(${stage}.api INTERFACE "${folder}" ${used_folders})

  add_library(${stage}.table OBJECT "${PROJECT_SOURCE_DIR}/harness/wire/glue/table.cpp")
  target_compile_options(${stage}.table PRIVATE ${DESCENT_OPTIMIZE})
  target_link_libraries(${stage}.table PRIVATE ${stage}.api descent::wire descent::strict)
  target_precompile_headers(${stage}.table REUSE_FROM descent_pch)

  # The student's file, and those of the stages that this one builds on.
  list(TRANSFORM used REPLACE ".+" "$<TARGET_OBJECTS:\\0>" OUTPUT_VARIABLE used_objects)
  list(TRANSFORM used REPLACE ".+" "$<TARGET_OBJECTS:\\0.sanitized>" OUTPUT_VARIABLE used_sanitized)
  list(TRANSFORM used REPLACE ".+" "$<TARGET_OBJECTS:\\0.reference>" OUTPUT_VARIABLE used_references)
  descent_stage_object(${stage} "${folder}/${source}" $<TARGET_OBJECTS:${stage}.table> ${used_objects})
  target_include_directories(${stage} PRIVATE ${used_folders})
  target_link_libraries(${stage} PRIVATE descent_student_flags)
  target_precompile_headers(${stage} REUSE_FROM descent_student_pch)

  descent_stage_object(${stage}.sanitized "${folder}/${source}" $<TARGET_OBJECTS:${stage}.table> ${used_sanitized})
  target_include_directories(${stage}.sanitized PRIVATE ${used_folders})
  set_target_properties(${stage}.sanitized PROPERTIES EXCLUDE_FROM_ALL ON)
  target_compile_options(${stage}.sanitized PRIVATE ${DESCENT_SANITIZE} -g1)
  target_link_libraries(${stage}.sanitized PRIVATE descent_student_flags)
  target_link_options(${stage}.sanitized PRIVATE -Wl,-z,undefs)  # the runtime is in the worker
  target_precompile_headers(${stage}.sanitized REUSE_FROM descent_sanitized_pch)
  add_dependencies(${stage}.sanitized worker.sanitized)

  # Tests.
  file(GLOB public_tests CONFIGURE_DEPENDS "${folder}/*tests.cpp")
  descent_stage_checker(${stage}.public ${public_tests})
  target_link_libraries(${stage}.public PRIVATE ${stage}.api)
  set(parts ${stage}.public worker)

  descent_files_below(used_files ${used})
  add_executable(${stage}.direct EXCLUDE_FROM_ALL ${public_tests} "${folder}/${source}" ${used_files}
    $<TARGET_OBJECTS:${stage}.table>)
  set_target_properties(${stage}.direct PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
  target_compile_options(${stage}.direct PRIVATE -O0 -g)
  target_link_libraries(${stage}.direct PRIVATE descent::checker ${stage}.api)

  if(EXISTS "${solutions}")
    set_property(GLOBAL APPEND PROPERTY DESCENT_HEADERS "${folder}/${header}")
    set_property(GLOBAL APPEND PROPERTY DESCENT_SOLUTIONS "${solutions}/${source}")
    set_source_files_properties("${solutions}/${source}" PROPERTIES INCLUDE_DIRECTORIES "${folder}")
    add_library(${stage}.reference OBJECT "${solutions}/${source}")
    target_compile_options(${stage}.reference PRIVATE ${DESCENT_OPTIMIZE})
    target_link_libraries(${stage}.reference PRIVATE ${stage}.api descent::wire descent::strict)
    target_precompile_headers(${stage}.reference REUSE_FROM descent_pch)

    file(GLOB solution_sources CONFIGURE_DEPENDS "${solutions}/*.cpp")
    list(REMOVE_ITEM solution_sources "${solutions}/${source}")
    descent_stage_object(${stage}.solutions ${solution_sources} $<TARGET_OBJECTS:${stage}.table>
      $<TARGET_OBJECTS:${stage}.reference> ${used_references})
    target_link_libraries(${stage}.solutions PRIVATE ${stage}.api descent::armadillo descent::wire descent::strict)
    if(DESCENT_OPTIMIZE_VARIANTS)
      target_compile_options(${stage}.solutions PRIVATE ${DESCENT_OPTIMIZE})
      target_precompile_headers(${stage}.solutions REUSE_FROM descent_pch)
    else()
      target_compile_options(${stage}.solutions PRIVATE -O0)
      target_precompile_headers(${stage}.solutions REUSE_FROM descent_student_pch)
    endif()
    # As one file: many small ones that include the same things compile in less than half the time.
    set_target_properties(${stage}.solutions PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    list(APPEND parts ${stage}.solutions)

    # The reference once more, as fast as it can be: for programs, clocks and benchmarks.
    add_library(${stage}.reference.full_speed OBJECT EXCLUDE_FROM_ALL "${solutions}/${source}")
    target_compile_options(${stage}.reference.full_speed PRIVATE ${full_speed})
    target_link_libraries(${stage}.reference.full_speed PRIVATE ${stage}.api descent::armadillo descent::wire)
    target_precompile_headers(${stage}.reference.full_speed REUSE_FROM descent_full_speed_pch)
    list(TRANSFORM used REPLACE ".+" "$<TARGET_OBJECTS:\\0.reference.full_speed>" OUTPUT_VARIABLE full_speed_references)
    list(PREPEND full_speed_references $<TARGET_OBJECTS:${stage}.reference.full_speed>)
  endif()
  if(EXISTS "${suites}")
    # Tests are *_tests.cpp. What else is there computes for them, and is optimized.
    file(GLOB hidden_tests CONFIGURE_DEPENDS "${suites}/*tests.cpp")
    file(GLOB hidden_sources CONFIGURE_DEPENDS "${suites}/*.cpp")
    list(REMOVE_ITEM hidden_sources ${hidden_tests})
    if(hidden_sources)
      add_library(${stage}.hidden.helpers OBJECT EXCLUDE_FROM_ALL ${hidden_sources})
      target_compile_options(${stage}.hidden.helpers PRIVATE ${DESCENT_OPTIMIZE})
      target_link_libraries(${stage}.hidden.helpers PRIVATE ${stage}.api descent::checker descent::strict)
      target_precompile_headers(${stage}.hidden.helpers REUSE_FROM descent_pch)
      list(APPEND hidden_tests $<TARGET_OBJECTS:${stage}.hidden.helpers>)
    endif()
    descent_stage_checker(${stage}.hidden ${hidden_tests})
    target_link_libraries(${stage}.hidden PRIVATE ${stage}.api)
    set_target_properties(${stage}.hidden PROPERTIES EXCLUDE_FROM_ALL ON)
    set(hidden ${stage}.hidden)
  endif()
  add_custom_target(${stage}.check DEPENDS ${stage} ${parts})
  # Here the file in assignments/ need not even compile: others' files take its place.
  add_custom_target(${stage}.grade
    DEPENDS ${parts} ${hidden} escape ${stage}.table descent_student_pch descent_wire descent_support)

  if(EXISTS "${folder}/experiment.cpp" AND TARGET descent_experiment)
    add_executable(${stage}.experiment EXCLUDE_FROM_ALL "${folder}/experiment.cpp")
    set_target_properties(${stage}.experiment PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
    target_compile_options(${stage}.experiment PRIVATE ${DESCENT_OPTIMIZE})
    target_link_libraries(${stage}.experiment PRIVATE
      descent::experiment descent::datasets ${stage}.api descent::strict)
    target_precompile_headers(${stage}.experiment REUSE_FROM descent_pch)
  endif()

  # The stage's own program: no worker, no wire.
  if(EXISTS "${folder}/program.cpp")
    add_library(${stage}.program.main OBJECT EXCLUDE_FROM_ALL "${folder}/program.cpp")
    target_link_libraries(${stage}.program.main PRIVATE
      descent_student_flags ${stage}.api descent::datasets CLI11::CLI11 fmt::fmt)
    target_precompile_headers(${stage}.program.main REUSE_FROM descent_student_pch)
    descent_stage_program(${stage}.program ${stage} "${folder}/${source}" ${used_files})
    if(EXISTS "${solutions}")
      descent_stage_program(${stage}.program.reference ${stage} ${full_speed_references})
      add_dependencies(harness_tests ${stage}.program.reference)
    endif()
  endif()

  # How long the student's functions take beside the reference's: both optimized alike, each with clocks around it.
  if(EXISTS "${folder}/speed.cpp" AND EXISTS "${solutions}")
    add_library(${stage}.clocks OBJECT EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/harness/speed/glue/table.cpp")
    target_compile_options(${stage}.clocks PRIVATE ${DESCENT_OPTIMIZE})
    target_link_libraries(${stage}.clocks PRIVATE ${stage}.api descent::wire descent::strict)
    target_precompile_headers(${stage}.clocks REUSE_FROM descent_pch)
    descent_stage_clocked(${stage}.clocked ${stage} "${folder}/${source}" ${used_files})
    descent_stage_clocked(${stage}.clocked.reference ${stage} ${full_speed_references})
    add_executable(${stage}.speed EXCLUDE_FROM_ALL "${folder}/speed.cpp" $<TARGET_OBJECTS:descent_speed_main>)
    set_target_properties(${stage}.speed PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/stages")
    target_compile_options(${stage}.speed PRIVATE ${DESCENT_OPTIMIZE})
    target_link_libraries(${stage}.speed PRIVATE descent::speed CLI11::CLI11 ${stage}.api descent::strict)
    target_precompile_headers(${stage}.speed REUSE_FROM descent_pch)
    add_dependencies(harness_tests ${stage}.speed ${stage}.clocked.reference)
  endif()

  descent_script_tests("${suites}" ${stage})  # of the stage as a whole, beside its suites

  # The author's proof, which never looks at the student's file.
  if(EXISTS "${solutions}")
    set(stub "${CMAKE_BINARY_DIR}/stubs/${stage}/${source}")
    add_custom_command(OUTPUT "${stub}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_BINARY_DIR}/stubs/${stage}"
      COMMAND author stub --from "${solutions}/${source}" --to "${stub}"
      DEPENDS "${solutions}/${source}" VERBATIM)
    descent_stage_object(${stage}.stub "${stub}" $<TARGET_OBJECTS:${stage}.table> ${used_references})
    set_target_properties(${stage}.stub PROPERTIES EXCLUDE_FROM_ALL ON)
    target_link_libraries(${stage}.stub PRIVATE descent_student_flags ${stage}.api)
    target_precompile_headers(${stage}.stub REUSE_FROM descent_student_pch)
    add_custom_target(${stage}.verify
      DEPENDS ${stage}.stub ${stage}.solutions ${stage}.public ${stage}.hidden worker author)
    add_dependencies(harness_tests ${stage}.verify)
    add_test(NAME harness.verify.${stage} COMMAND author verify ${stage} --built)
    set_tests_properties(harness.verify.${stage} PROPERTIES
      LABELS harness FIXTURES_REQUIRED harness_built PROCESSORS 2
      ENVIRONMENT "DESCENT_ROOT=${PROJECT_SOURCE_DIR};DESCENT_BUILD=${CMAKE_BINARY_DIR}")
  endif()

  # CTest: building is the fixture, so that a compile error is the first failed test and says why; then
  # one entry a task.
  add_test(NAME ${stage}.build
    COMMAND "${CMAKE_COMMAND}" --build "${CMAKE_BINARY_DIR}" --target ${stage}.check)
  set_tests_properties(${stage}.build PROPERTIES FIXTURES_SETUP ${stage}.built LABELS ${stage} TIMEOUT 0)
  set(command $<TARGET_FILE:${stage}.public> --manifest "${manifest}" --suite public
    --worker $<TARGET_FILE:worker> --submission $<TARGET_FILE:${stage}>)
  if(EXISTS "${solutions}")
    list(APPEND command --solutions $<TARGET_FILE:${stage}.solutions>)
  endif()
  string(JSON count LENGTH "${json}" tasks)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON task GET "${json}" tasks ${i} id)
    add_test(NAME ${stage}.${task} COMMAND ${command} --task ${task})
    set_tests_properties(${stage}.${task} PROPERTIES
      LABELS ${stage} FIXTURES_REQUIRED ${stage}.built
      ENVIRONMENT "OPENBLAS_NUM_THREADS=1;OMP_NUM_THREADS=1")
  endforeach()
endfunction()
