// threat: #include of the reference solution by its path
// expect: build_failed
// says: file not found
// twin: not_started

// trick
#define svm_loss reference_svm_loss
#include "@ROOT@/solutions/07-losses/losses.cpp"
#undef svm_loss
// end of the trick
