cmake_minimum_required(VERSION 3.25)
# A generated page is checked in, and this holds it against what the declarations give today.
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} --markdown OUTPUT_VARIABLE made RESULT_VARIABLE code)
file(READ ${PAGE} kept)
if(NOT code EQUAL 0 OR NOT made STREQUAL kept)
  message(FATAL_ERROR "${PAGE} is not what the declarations say: run `ninja docs` in the build folder and read the difference")
endif()
