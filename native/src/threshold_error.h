// The squared error that quantizing adds to what a histogram saw.
#pragma once
#include <limits>
#include <vector>

#include "threshold.h"

namespace lathe {

/// Σ count · (x − q(x))² over the fine bins' middles. Running sums of 1, x and x² over the bins give the error within one
/// level as Σx² − 2qΣx + q²Σ1, so that an interval costs one step a level and not one a bin.
class SquaredError {
 public:
  explicit SquaredError(const Histogram& histogram);

  /// Of the quantizer that keeps that interval; where what it clips alone adds more than `bound`, something above `bound`.
  double of(const Interval& interval, Form form, double bound = std::numeric_limits<double>::infinity()) const;

 private:
  struct Sums {
    double count, value, square;
  };
  /// Levels at 0, step, 2 · step, … up to the last one, each for the bins whose middle is nearest to it.
  struct Levels {
    const std::vector<Sums>& sums;
    double step;
    std::size_t last;
  };
  Levels levels(const std::vector<Sums>& sums, double step, double end) const;
  std::size_t first_bin(const Levels& levels, std::size_t level) const;
  double between(const Levels& levels, std::size_t level, std::size_t from, std::size_t to) const;
  /// Of the bins from the last level on alone.
  double last_level(const Levels& levels) const;
  double all_levels(const Levels& levels) const;

  double width_, inverse_;
  /// By number of bins from 0 on; empty where that side holds nothing.
  std::vector<Sums> positive_, negative_;
};

}  // namespace lathe
