// The squared error that quantizing adds to what a histogram saw.
#pragma once
#include <vector>

#include "threshold.h"

namespace lathe {

/// Σ count · (x − q(x))² over the fine bins' middles. Running sums of 1, x and x² over the bins give the error within one
/// level as Σx² − 2qΣx + q²Σ1, so that an interval costs one step a level and not one a bin.
class SquaredError {
 public:
  explicit SquaredError(const Histogram& histogram);

  /// Of the quantizer that keeps that interval.
  double of(const Interval& interval, Form form) const;

 private:
  struct Sums {
    double count, value, square;
  };
  double side(const std::vector<Sums>& sums, double step, double end) const;

  double width_;
  /// By number of bins from 0 on; empty where that side holds nothing.
  std::vector<Sums> positive_, negative_;
};

}  // namespace lathe
