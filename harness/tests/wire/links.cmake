target_link_libraries(test_wire PRIVATE descent::sandbox)
