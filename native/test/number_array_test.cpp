// Numbers are the nearest doubles, wherever the text ends no byte behind it is read, and what is no array of numbers is left.
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "../src/json/number_array.h"
#include "check.h"

using namespace lathe::json;

namespace {

/// The text lies at the end of its memory, so that the sanitizer sees whoever reads further.
NumberArray read(const std::string& text, std::vector<double>& into) {
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  std::memcpy(exact.get(), text.data(), text.size());
  return read_numbers(exact.get(), text.size(), 0, into.data(), into.size());
}

bool same(double a, double b) { return a == b && std::signbit(a) == std::signbit(b); }

}  // namespace

TEST("numbers of any form are the nearest doubles") {
  std::mt19937_64 random(7);
  std::vector<double> into(1);
  const auto agrees = [&](const std::string& number) {
    const auto [reading, count, end] = read("[" + number + "]", into);
    const bool good = reading == Reading::plain && count == 1 && end == number.size() + 2 && same(into[0], std::strtod(number.c_str(), nullptr));
    if (!good) std::printf("  %s\n", number.c_str());
    EXPECT(good);
  };
  for (const char* number : {"0", "-0", "0.0", "-0.0e5", "1e22", "1e23", "9007199254740993", "9007199254740992.5", "1e400", "-1e400", "1e-400",
                             "0e999999999999", "1e-99999999999999", "5e-324", "2.4703282292062327e-324", "1.7976931348623157e308",
                             "123456789012345678901234567890", "0.1234567890123456789012345678901234567890", "1E+2", "12345678.12345678"}) {
    agrees(number);
  }
  for (int turn = 0; turn < 20000; ++turn) {
    std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", static_cast<int>(random() % 20), value);
    agrees(text);
    std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 18), std::ldexp(static_cast<double>(bits % 100000007), -static_cast<int>(random() % 40)));
    agrees(text);
  }
}

TEST("numbers beside others of any form are what each is alone") {
  std::mt19937_64 random(11);
  for (int turn = 0; turn < 3000; ++turn) {
    std::vector<std::string> numbers;
    std::string text = "[";
    const auto length = 1 + random() % 60;
    for (std::size_t place = 0; place < length; ++place) {
      char number[64];
      const double value = std::ldexp(static_cast<double>(random() % 2000003) - 1000001, -static_cast<int>(random() % 24));
      // Long rows of one form, and now and then another.
      const double size = turn % 2 == 0 ? value : std::fmod(value, 10);
      const bool other = random() % 32 == 0;
      std::snprintf(number, sizeof number, other ? "%.*e" : "%.*f", static_cast<int>(other ? random() % 20 : 1 + random() % (turn % 3 == 0 ? 20 : 9)), size);
      numbers.emplace_back(number);
      if (place > 0) text += random() % 16 == 0 ? " , " : ",";
      text += numbers.back();
    }
    text += "]";
    std::vector<double> into(length);
    const auto [reading, count, end] = read(text, into);
    EXPECT(reading == Reading::plain && count == length && end == text.size());
    for (std::size_t place = 0; place < length; ++place) EXPECT(same(into[place], std::strtod(numbers[place].c_str(), nullptr)));
    std::vector<double> shorter(length - 1);
    EXPECT(read(text, shorter).reading == Reading::full);
  }
  std::vector<double> into(8);
  const std::string row = "0.25,-0.5,0.125,9.75,-1.5,0.0625,0.3,0.4,";
  std::vector<double> many(80);
  for (const std::string wrong : {"", "0.5.5", "00.25", "-", "0.", "--0.5", ".5", "0.5-", "0,5", "0.2 5", "a.5", "0.5a", "+0.5", "/.5", "0./5", "0.:5"}) {
    const bool good = wrong == "0,5";
    const auto reading = read("[" + row + row + wrong + "," + row + row + row + "1]", many).reading;
    if ((reading == Reading::plain) != good) std::printf("  %s\n", wrong.c_str());
    EXPECT((reading == Reading::plain) == good);
  }
  EXPECT(read("[" + row + row + row + "0.5", many).reading == Reading::other);
}

TEST("arrays are read depth first, with any spaces") {
  std::vector<double> into(8);
  const std::string text = " [ [1,\n2.5],[-3e0 ,\t4]\r\n] ]";
  const auto [reading, count, end] = read(text.substr(1), into);
  EXPECT(reading == Reading::plain && count == 4 && end == text.size() - 3);
  EXPECT(into[0] == 1 && into[1] == 2.5 && into[2] == -3 && into[3] == 4);
}

TEST("floats are the doubles, rounded") {
  const std::string text = "[0.1,16777217,1e39,-3.4e-46,0.8415]";
  float into[5];
  const auto [reading, count, end] = read_numbers(text.data(), text.size(), 0, into, 5);
  EXPECT(reading == Reading::plain && count == 5 && end == text.size());
  EXPECT(into[0] == 0.1f && into[1] == 16777216.0f && std::isinf(into[2]) && into[3] == 0 && std::signbit(into[3]) && into[4] == 0.8415f);
}

TEST("floats among many are the nearest doubles, rounded, however many digits they have and however close to a middle") {
  std::mt19937_64 random(5);
  for (int turn = 0; turn < 400; ++turn) {
    std::string text = "[";
    std::vector<float> expected;
    for (int place = 0; place < 40; ++place) {
      float value = std::ldexp(static_cast<float>(random() % (1 << 24)), -20 - static_cast<int>(random() % 14));
      if (value >= 10) value = 0.5f;
      double shown = value;
      // The middle to the next float, and a little beside it.
      if (random() % 3 == 0) shown += (static_cast<double>(std::nextafter(value, 10.0f)) - shown) / 2 + static_cast<double>(static_cast<int>(random() % 3) - 1) * 1e-17;
      char number[64];
      std::snprintf(number, sizeof number, "%s%.*f", random() % 2 == 0 ? "-" : "", static_cast<int>(6 + random() % 13), shown);
      expected.push_back(static_cast<float>(std::strtod(number, nullptr)));
      text += (place == 0 ? "" : ",") + std::string(number);
    }
    text += "]";
    std::vector<float> into(expected.size());
    const auto [reading, count, end] = read_numbers(text.data(), text.size(), 0, into.data(), into.size());
    EXPECT(reading == Reading::plain && count == expected.size() && end == text.size());
    EXPECT(std::memcmp(into.data(), expected.data(), into.size() * sizeof(float)) == 0);
  }
}

TEST("what is no array of numbers is left, and what is too long says so") {
  std::vector<double> into(3);
  for (const char* text : {"[", "[]", "[[1],[]]", "[1,]", "[,1]", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]", "[1e]", "[1e+]", "[-]", "[--1]", "[1-2]",
                           "[NaN]", "[Infinity]", "[null]", "[true]", "[\"1\"]", "[1", "[1,", "[[1]", "[1}", "[0x1]", "[1.5.2]", "[1][", "[[1][2]]"}) {
    const bool left = read(text, into).reading == (std::string(text) == "[1][" ? Reading::plain : Reading::other);
    if (!left) std::printf("  %s\n", text);
    EXPECT(left);
  }
  EXPECT(read("[1,2,3,4]", into).reading == Reading::full);
  EXPECT(most_numbers("[1,2,3,4]", 9) == 4);
}

TEST("a text that ends or changes anywhere is read no further than it goes") {
  std::mt19937 random(11);
  const std::string whole = "[[0.12345678901,-2],[3e-7,12345678]]";
  std::vector<double> into(5);
  for (std::size_t length = 1; length < whole.size(); ++length) EXPECT(read(whole.substr(0, length), into).reading == Reading::other);
  for (int turn = 0; turn < 20000; ++turn) {
    std::string changed = whole;
    for (int count = 0; count < 3; ++count) changed[1 + random() % (whole.size() - 1)] = "0123456789.,-+eE[] \x80\xff"[random() % 22];
    const auto [reading, count, end] = read(changed, into);
    EXPECT(reading != Reading::plain || (count <= into.size() && end <= changed.size()));
  }
}

TEST("floats are written so that they read as the same floats again") {
  std::mt19937_64 random(3);
  std::vector<float> values{0.0f, -0.0f, 0.1f, 1.0f, 16777216.0f, 1e10f, -1.17549435e-38f, 1e-45f, 3.4028235e38f, 123456.789f};
  for (int turn = 0; turn < 20000; ++turn) {
    const auto bits = static_cast<std::uint32_t>(random());
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) values.push_back(value);
  }
  const std::string text = "[" + write_numbers(reinterpret_cast<const char*>(values.data()), values.size()) + "]";
  std::vector<float> into(values.size());
  const auto [reading, count, end] = read_numbers(text.data(), text.size(), 0, into.data(), into.size());
  EXPECT(reading == Reading::plain && count == values.size() && end == text.size());
  EXPECT(std::memcmp(into.data(), values.data(), values.size() * sizeof(float)) == 0);
  const float odd[] = {1.5f, std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), std::nanf(""), -2.0f};
  EXPECT(write_numbers(reinterpret_cast<const char*>(odd), 5) == "1.5,null,null,null,-2");
  EXPECT(write_numbers(nullptr, 0).empty());
}
