// An operator that counts a tensor into a histogram while a model runs, so that no tensor has to outlive its last reader.
#pragma once
#include <mutex>

#include "../histogram_set.h"
#include "api.h"

namespace lathe::onnxruntime {

/// `lathe.Count` version 1: x (float32, any shape) → float64[3], the least and the largest of the finite values of x and how
/// many are not finite, as `HistogramSet::add` finds them. Its attribute `tensor` is the place of the histogram.
class CountOperator {
 public:
  /// The number of values that are not finite where they could not be counted at all.
  static constexpr double kFailed = -1;

  explicit CountOperator(const Api& api);
  ~CountOperator();
  CountOperator(const CountOperator&) = delete;
  CountOperator& operator=(const CountOperator&) = delete;

  /// Makes it known to the sessions opened with these options; it has to outlive them.
  void add_to(SessionOptions* options) const;

  /// Says where runs count to while it lives. Several runs may count at once, but into one set only.
  class Into {
   public:
    /// @throws std::logic_error where runs count into another set.
    Into(CountOperator& counting, HistogramSet& histograms);
    ~Into();
    Into(const Into&) = delete;
    Into& operator=(const Into&) = delete;

   private:
    CountOperator& counting_;
  };

 private:
  struct Operator;
  struct Kernel;
  static const Operator& of(const CustomOperator* given);

  const Api& api_;
  std::unique_ptr<Operator> operator_;
  CustomOperators* domain_ = nullptr;

  std::mutex mutex_;
  HistogramSet* histograms_ = nullptr;
  std::size_t runs_ = 0;
};

}  // namespace lathe::onnxruntime
