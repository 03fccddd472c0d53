# Random numbers are judged by the same statistics as a student's.
target_link_libraries(test_support PRIVATE descent::checks)
