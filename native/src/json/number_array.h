// Arrays of numbers read straight off the bytes of a JSON text, which a general parser would make an object an element of, and
// written as such.
#pragma once
#include <cstddef>
#include <string>

namespace lathe::json {

enum class Reading {
  /// An array of numbers, or of arrays of them, nested or flat.
  plain,
  /// Anything else, among it an empty array at whatever depth and what is no JSON.
  other,
  /// More numbers than there is room for.
  full,
};

struct NumberArray {
  Reading reading;
  /// How many numbers were read, depth first.
  std::size_t count;
  /// Behind the array's closing bracket.
  std::size_t end;
};

/// How many numbers the bytes may hold at most, were they one array: commas separate them.
std::size_t most_numbers(const char* bytes, std::size_t length);

/// Reads the array that begins with the bracket at `start`, each number as the nearest double; beyond a double's range, as an
/// infinity.
NumberArray read_numbers(const char* bytes, std::size_t length, std::size_t start, double* into, std::size_t room);
/// The same, each double rounded to the nearest float.
NumberArray read_numbers(const char* bytes, std::size_t length, std::size_t start, float* into, std::size_t room);

/// The floats between the brackets of an array: the shortest decimals that read as these floats again, with commas between them;
/// what is not finite is null. @param bytes of floats, wherever they lie.
std::string write_numbers(const char* bytes, std::size_t count);

}  // namespace lathe::json
