// Loads a table or digits, as a student's own program might: load csv FILE, load mnist FOLDER.

#include <iostream>
#include <string>

#include "datasets/csv.hpp"
#include "datasets/data_error.hpp"
#include "datasets/idx.hpp"

int main(int argc, char** argv) {
  using namespace descent::datasets;
  if (argc != 3) return 2;
  const std::string format = argv[1];
  try {
    const Dataset data =
        format == "csv" ? load_csv(argv[2]) : load_mnist(argv[2], MnistPart::kTest);
    std::cout << data.labels.n_elem << " examples\n";
  } catch (const DataError& error) {
    std::cerr << error.what() << '\n';
    return 3;
  }
}
