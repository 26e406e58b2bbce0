// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cassert>
#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace sweep {

/// What a pointer points to, for writing: the object itself when nobody else holds it, else a copy that the pointer then holds.
/// Null stands for a new object. Others may hold the old one, and let it go, on any thread.
template <class T> T& ownedBy(std::shared_ptr<T>& pointer) {
  if (!pointer)
    pointer = std::make_shared<T>();
  else if (pointer.use_count() > 1)
    pointer = std::make_shared<T>(*pointer);
  else
    // Giving up a second hold synchronises with whoever gave up the last one: what was read there was read before.
    std::shared_ptr<T>(pointer).reset();
  return *pointer;
}

/// A vector whose copies share what they have in common: a copy costs two pointers, a change of a copy one chunk and the list of
/// chunks. Copies may be read and changed on different threads; one of them by one thread at a time, as with any container.
template <class T, std::size_t ChunkSize = 64> class SharedVector {
  using Chunk = std::vector<T>;
  using Chunks = std::vector<std::shared_ptr<Chunk>>;

public:
  using value_type = T;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using const_reference = const T&;
  using reference = const T&;

  /// Valid as long as the vector is neither changed nor gone.
  class const_iterator {
  public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    const_iterator() = default;
    const_iterator(const SharedVector* vector, std::size_t index) : m_vector(vector), m_index(index) {}

    reference operator*() const { return (*m_vector)[m_index]; }
    pointer operator->() const { return &**this; }
    reference operator[](difference_type by) const { return *(*this + by); }
    const_iterator& operator+=(difference_type by) {
      m_index += static_cast<std::size_t>(by);
      return *this;
    }
    const_iterator& operator-=(difference_type by) { return *this += -by; }
    const_iterator& operator++() { return *this += 1; }
    const_iterator& operator--() { return *this += -1; }
    const_iterator operator++(int) { return std::exchange(*this, *this + 1); }
    const_iterator operator--(int) { return std::exchange(*this, *this - 1); }
    friend const_iterator operator+(const_iterator from, difference_type by) { return from += by; }
    friend const_iterator operator+(difference_type by, const_iterator from) { return from += by; }
    friend const_iterator operator-(const_iterator from, difference_type by) { return from -= by; }
    friend difference_type operator-(const const_iterator& a, const const_iterator& b) {
      return static_cast<difference_type>(a.m_index) - static_cast<difference_type>(b.m_index);
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) {
      return a.m_index == b.m_index;
    }
    friend auto operator<=>(const const_iterator& a, const const_iterator& b) {
      return a.m_index <=> b.m_index;
    }

  private:
    const SharedVector* m_vector = nullptr;
    std::size_t m_index = 0;
  };
  using iterator = const_iterator;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;

  SharedVector() = default;
  SharedVector(std::initializer_list<T> items) : SharedVector(items.begin(), items.end()) {}
  template <std::input_iterator Iterator> SharedVector(Iterator first, Iterator last) {
    for (; first != last; ++first)
      push_back(*first);
  }

  std::size_t size() const { return fullSize() + (m_last ? m_last->size() : 0); }
  bool empty() const { return size() == 0; }

  const T& operator[](std::size_t index) const {
    assert(index < size());
    const std::size_t full = fullSize();
    return index < full ? (*(*m_full)[index / ChunkSize])[index % ChunkSize] : (*m_last)[index - full];
  }
  const T& at(std::size_t index) const {
    if (index >= size())
      throw std::out_of_range("SharedVector::at");
    return (*this)[index];
  }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size() - 1]; }
  const_iterator begin() const { return {this, 0}; }
  const_iterator end() const { return {this, size()}; }
  const_reverse_iterator rbegin() const { return const_reverse_iterator(end()); }
  const_reverse_iterator rend() const { return const_reverse_iterator(begin()); }

  void push_back(T item) {
    if (m_last && m_last->size() == ChunkSize)
      ownedBy(m_full).push_back(std::exchange(m_last, nullptr));
    ownedBy(m_last).push_back(std::move(item));
  }

  /// For writing one item; the reference is valid until the vector is copied or changed otherwise.
  T& change(std::size_t index) {
    assert(index < size());
    const std::size_t full = fullSize();
    return index < full ? ownedBy(ownedBy(m_full)[index / ChunkSize])[index % ChunkSize]
                        : ownedBy(m_last)[index - full];
  }

  /// Leaves the first `count` items, or all where there are fewer.
  void truncate(std::size_t count) {
    if (count >= size())
      return;
    if (count <= fullSize()) {
      m_last = count % ChunkSize == 0 ? nullptr : (*m_full)[count / ChunkSize];
      if (m_full)
        ownedBy(m_full).resize(count / ChunkSize);
    }
    if (m_last) {
      Chunk& last = ownedBy(m_last);
      last.erase(last.begin() + static_cast<difference_type>(count - fullSize()), last.end());
    }
  }
  void clear() { *this = {}; }

  friend bool operator==(const SharedVector& a, const SharedVector& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

private:
  std::size_t fullSize() const { return m_full ? m_full->size() * ChunkSize : 0; }

  /// Chunks of ChunkSize items each, and the items behind them: 1 to ChunkSize, where there are any at all.
  std::shared_ptr<Chunks> m_full;
  std::shared_ptr<Chunk> m_last;
};

} // namespace sweep
