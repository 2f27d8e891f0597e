#include "number_array.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <locale>
#include <optional>
#include <sstream>
#include <string>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace lathe::json {

namespace {

bool is_digit(char letter) { return static_cast<unsigned char>(letter - '0') < 10; }
bool is_space(char letter) { return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t'; }

/// Powers of ten that a double holds exactly.
constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t kWholePowers[] = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
constexpr std::int64_t kMostPower = 22;
constexpr std::uint64_t kExactMantissa = std::uint64_t{1} << 53;
/// Digits that 64 bits hold whatever they are.
constexpr std::ptrdiff_t kMostDigits = 19;

/// The nearest double to a number written as JSON writes them. `tiny` where its power of ten is below a double's.
double nearest(const char* start, const char* end, bool tiny) {
  double value = 0;
#if defined(__cpp_lib_to_chars)
  const auto read = std::from_chars(start, end, value);
  if (read.ec == std::errc()) return value;
  // Beyond the range it leaves the value as it was.
  value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return *start == '-' ? -value : value;
#else
  std::istringstream text(std::string(start, end));
  text.imbue(std::locale::classic());
  text >> value;
  if (!text.fail()) return value;
  value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return *start == '-' ? -value : value;
#endif
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LATHE_DIGITS_IN_WORDS 1

/// The number of eight digits, one in each byte, the first in the lowest: pairs of them, then fours, then all eight, each by
/// one multiplication.
inline std::uint64_t number_of(std::uint64_t values) {
  values = values * 10 + (values >> 8);
  return ((values & 0x000000ff000000ff) * 0x000f424000000064 + ((values >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
}

/// The digits that eight letters begin with.
struct Digits {
  int count;
  std::uint64_t value;
};

/// All at a time: their values in the bytes of one word, of which those behind the last digit are shifted out.
inline Digits leading_digits(const char* at) {
  std::uint64_t letters;
  std::memcpy(&letters, at, sizeof letters);
  std::uint64_t values = letters ^ 0x3030303030303030;
  const std::uint64_t others = ((values + 0x7676767676767676) | values) & 0x8080808080808080;
  const int count = others == 0 ? 8 : __builtin_ctzll(others) / 8;
  if (count == 0) return {0, 0};
  return {count, number_of(values << ((8 - count) * 8))};
}
#endif

/// Reads digits onto the mantissa, which wraps where they are more than it holds. @returns where they end.
const char* read_digits(const char* at, const char* last, std::uint64_t& mantissa) {
#ifdef LATHE_DIGITS_IN_WORDS
  while (last - at >= 8) {
    const auto [count, value] = leading_digits(at);
    mantissa = mantissa * kWholePowers[count] + value;
    at += count;
    if (count < 8) return at;
  }
#endif
  while (at < last && is_digit(*at)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at++ - '0');
  return at;
}

#if defined(LATHE_DIGITS_IN_WORDS) && defined(__SSE2__)
#define LATHE_COMMAS_IN_BLOCKS 1

constexpr std::ptrdiff_t kBlock = 64;

/// One bit for each letter of a block that is a comma.
inline std::uint64_t commas_in(const char* block) {
  const __m128i comma = _mm_set1_epi8(',');
  std::uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i letters = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part * 16));
    mask |= static_cast<std::uint64_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(letters, comma))) << (part * 16);
  }
  return mask;
}

/// A mantissa over a power of ten that a double holds, rounded as the nearest double is; nothing where that is not certain.
inline std::optional<double> quotient(std::uint64_t mantissa, int power, double) {
  // Both are exact, so that the quotient is the nearest double (W. D. Clinger, 1990).
  if (mantissa > kExactMantissa) return std::nullopt;
  return static_cast<double>(static_cast<std::int64_t>(mantissa)) / kPowers[power];
}
inline std::optional<float> quotient(std::uint64_t mantissa, int power, float) {
  const bool exact = mantissa <= kExactMantissa;
  const double near = (exact ? static_cast<double>(static_cast<std::int64_t>(mantissa)) : static_cast<double>(mantissa)) / kPowers[power];
  if (!exact) {
    // Rounded twice, it is at most three doubles from the nearest one. Both round to the same float unless the middle between two
    // floats lies so close, which has a one before 28 zeros where a double goes on behind a float.
    constexpr std::uint64_t kMiddle = std::uint64_t{1} << 28, kFar = 4;
    std::uint64_t bits;
    std::memcpy(&bits, &near, sizeof bits);
    if ((bits & (2 * kMiddle - 1)) - (kMiddle - kFar) <= 2 * kFar) return std::nullopt;
  }
  return static_cast<float>(near);
}

/// Reads numbers of one digit before the point and up to eighteen behind it, each with the comma after it: most are so. Where the
/// next one begins is known from the commas before this one is read, so that several are on their way at a time.
/// @returns where the first stands that is not so.
template <class Real>
const char* read_plain(const char* at, const char* last, Real* into, std::size_t room, std::size_t& count) {
  // A number's last digits are read with seven letters behind them.
  constexpr std::ptrdiff_t kBeyond = 8, kMostPlaces = 18;
  std::array<std::uint8_t, kBlock> places;
  for (const char* block = at; last - block >= kBlock + kBeyond; block += kBlock) {
    std::uint64_t mask = commas_in(block);
    const int found = __builtin_popcountll(mask);
    if (room - count < static_cast<std::size_t>(found)) return at;
    for (int turn = 0; mask != 0; ++turn, mask &= mask - 1) places[turn] = static_cast<std::uint8_t>(__builtin_ctzll(mask));
    for (int turn = 0; turn < found; ++turn) {
      const char* const end = block + places[turn];
      const bool negative = *at == '-';
      const char* const whole = at + negative;
      const std::ptrdiff_t digits = end - whole - 2;
      if (digits < 1 || digits > kMostPlaces || !is_digit(whole[0]) || whole[1] != '.') return at;
      auto mantissa = static_cast<std::uint64_t>(whole[0] - '0');
      for (std::ptrdiff_t done = 0; done < digits; done += 8) {
        const std::ptrdiff_t now = std::min<std::ptrdiff_t>(digits - done, 8);
        std::uint64_t letters;
        std::memcpy(&letters, whole + 2 + done, sizeof letters);
        const std::uint64_t values = (letters ^ 0x3030303030303030) << ((8 - now) * 8);
        if ((((values + 0x7676767676767676) | values) & 0x8080808080808080) != 0) return at;
        mantissa = mantissa * kWholePowers[now] + number_of(values);
      }
      Real size;
      if (const auto certain = quotient(mantissa, static_cast<int>(digits), Real{})) size = *certain;
      else size = static_cast<Real>(nearest(whole, end, false));
      into[count++] = negative ? -size : size;
      at = end + 1;
    }
  }
  return at;
}
#else
template <class Real>
const char* read_plain(const char* at, const char*, Real*, std::size_t, std::size_t&) {
  return at;
}
#endif

/// Reads one number. @returns where it ends; `start` where none stands there as JSON writes them.
const char* read_number(const char* const start, const char* const last, double& value) {
  const char* at = start;
  const bool negative = at < last && *at == '-';
  if (negative) ++at;
  const char* const whole = at;
  std::uint64_t mantissa = 0;
  // Most have one digit before the point.
  while (at < last && is_digit(*at)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at++ - '0');
  std::ptrdiff_t digits = at - whole;
  if (digits == 0 || (digits > 1 && *whole == '0')) return start;
  std::int64_t power = 0;
  if (at < last && *at == '.') {
    const char* const fraction = ++at;
    at = read_digits(at, last, mantissa);
    const std::ptrdiff_t places = at - fraction;
    if (places == 0) return start;
    power = -places;
    digits += places;
  }
  if (at < last && (*at == 'e' || *at == 'E')) {
    ++at;
    const bool down = at < last && *at == '-';
    if (down || (at < last && *at == '+')) ++at;
    const char* const first = at;
    std::int64_t exponent = 0;
    // Far beyond any double the digits say nothing more.
    while (at < last && is_digit(*at)) exponent = std::min<std::int64_t>(exponent * 10 + (*at++ - '0'), 1'000'000'000);
    if (at == first) return start;
    power += down ? -exponent : exponent;
  }
  // A mantissa and a power of ten that are both exact give the nearest double in one operation (W. D. Clinger, 1990).
  if (digits <= kMostDigits && mantissa <= kExactMantissa && power >= -kMostPower && power <= kMostPower) {
    const double exact = static_cast<double>(mantissa);
    const double size = power < 0 ? exact / kPowers[-power] : exact * kPowers[power];
    value = negative ? -size : size;
  } else {
    value = nearest(start, at, power + digits < 0);
  }
  return at;
}

template <class Real>
NumberArray read_array(const char* bytes, std::size_t length, std::size_t start, Real* into, std::size_t room) {
  const NumberArray other{Reading::other, 0, start};
  const char* at = bytes + start;
  const char* const last = bytes + length;
  std::size_t count = 0, depth = 0;
  /// Where one number is not plain, those after it mostly are not either: so many are not looked at.
  constexpr std::size_t kPatience = 16;
  std::size_t next_plain = 0;
  /// A value or an opening bracket must come next, rather than a comma or a closing one.
  bool wanting = true;
  while (at < last) {
    const char letter = *at;
    if (letter == ',') {
      if (wanting) return other;
      wanting = true;
      ++at;
    } else if (is_digit(letter) || letter == '-') {
      if (!wanting) return other;
      if (count >= next_plain) {
        const char* const rest = read_plain(at, last, into, room, count);
        if (rest > at) {
          at = rest;
          continue;
        }
        next_plain = count + kPatience;
      }
      if (count == room) return {Reading::full, count, start};
      double value = 0;
      const char* const end = read_number(at, last, value);
      if (end == at) return other;
      into[count++] = static_cast<Real>(value);
      wanting = false;
      at = end;
    } else if (is_space(letter)) {
      ++at;
    } else if (letter == '[') {
      if (!wanting) return other;
      ++depth;
      ++at;
    } else if (letter == ']') {
      // An empty array, at whatever depth, is left to the general parser.
      if (wanting) return other;
      ++at;
      if (--depth == 0) return {Reading::plain, count, static_cast<std::size_t>(at - bytes)};
    } else {
      return other;
    }
  }
  return other;
}

}  // namespace

std::size_t most_numbers(const char* bytes, std::size_t length) {
  return static_cast<std::size_t>(std::count(bytes, bytes + length, ',')) + 1;
}

NumberArray read_numbers(const char* bytes, std::size_t length, std::size_t start, double* into, std::size_t room) {
  return read_array(bytes, length, start, into, room);
}

NumberArray read_numbers(const char* bytes, std::size_t length, std::size_t start, float* into, std::size_t room) {
  return read_array(bytes, length, start, into, room);
}

std::string write_numbers(const char* bytes, std::size_t count) {
  // A sign, nine digits, a point, and an exponent of four letters; and the comma.
  constexpr std::size_t kLongest = 16;
  std::string text(count * kLongest, '\0');
  char* at = text.data();
  for (std::size_t place = 0; place < count; ++place) {
    float value;
    std::memcpy(&value, bytes + place * sizeof value, sizeof value);
    if (place > 0) *at++ = ',';
    if (!std::isfinite(value)) {
      std::memcpy(at, "null", 4);
      at += 4;
      continue;
    }
#if defined(__cpp_lib_to_chars)
    at = std::to_chars(at, at + kLongest - 1, value).ptr;
#else
    // Nine digits tell every float apart.
    std::ostringstream digits;
    digits.imbue(std::locale::classic());
    digits.precision(9);
    digits << value;
    const std::string written = digits.str();
    std::memcpy(at, written.data(), written.size());
    at += written.size();
#endif
  }
  text.resize(static_cast<std::size_t>(at - text.data()));
  return text;
}

}  // namespace lathe::json
