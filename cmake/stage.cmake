function(descent_add_stage manifest)
endfunction()
