// SPDX-License-Identifier: GPL-3.0-or-later
// The file: a line of text that names the format, one with epoch, loss (its bits) and number of layers, one
// with the state of the random numbers, one "outputs inputs" per layer; then weights and biases, then their
// velocities, as 32-bit floats in the machine's byte order; at the end a 64-bit FNV-1a checksum of everything
// before it.
#include "checkpoint.h"

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>

namespace digits {

namespace {

constexpr std::string_view formatName = "digits-train checkpoint 1";

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes)
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

template <typename Matrix> void appendValues(std::string& bytes, const Matrix& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()),
               static_cast<std::size_t>(values.size()) * sizeof(float));
}

template <typename Matrix> bool takeValues(std::string_view& bytes, Matrix& values) {
  const std::size_t size = static_cast<std::size_t>(values.size()) * sizeof(float);
  if (bytes.size() < size)
    return false;
  std::memcpy(values.data(), bytes.data(), size);
  bytes.remove_prefix(size);
  return true;
}

std::string header(const TrainingState& state) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << formatName << '\n';
  text << state.epoch << ' ' << std::bit_cast<std::uint64_t>(state.trainLoss) << ' '
       << state.network.layers.size() << '\n'
       << state.random.state() << '\n';
  for (const Layer& layer : state.network.layers)
    text << layer.weight.rows() << ' ' << layer.weight.cols() << '\n';
  return text.str();
}

std::string encode(const TrainingState& state) {
  std::string bytes = header(state);
  for (const Layers* layers : {&state.network.layers, &state.velocity})
    for (const Layer& layer : *layers) {
      appendValues(bytes, layer.weight);
      appendValues(bytes, layer.bias);
    }
  const std::uint64_t sum = checksum(bytes);
  bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  return bytes;
}

/// True, and the checksum taken off, when the bytes are those that were written.
bool takeChecksum(std::string_view& bytes) {
  std::uint64_t sum = 0;
  if (bytes.size() < sizeof sum || !bytes.starts_with(formatName))
    return false;
  std::memcpy(&sum, bytes.data() + bytes.size() - sizeof sum, sizeof sum);
  bytes.remove_suffix(sizeof sum);
  return checksum(bytes) == sum;
}

std::string_view takeLine(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  return line;
}

std::istringstream takeNumbers(std::string_view& bytes) {
  std::istringstream numbers{std::string(takeLine(bytes))};
  numbers.imbue(std::locale::classic());
  return numbers;
}

bool sameShape(std::string_view& bytes, const Layers& layers) {
  for (const Layer& layer : layers) {
    Eigen::Index rows = 0;
    Eigen::Index columns = 0;
    takeNumbers(bytes) >> rows >> columns;
    if (rows != layer.weight.rows() || columns != layer.weight.cols())
      return false;
  }
  return true;
}

Failure cannot(const std::string& what, const std::filesystem::path& file) {
  return {"The checkpoint " + file.string() + " cannot be " + what + ": " + std::strerror(errno) + "."};
}

} // namespace

std::optional<Failure> writeCheckpoint(const std::filesystem::path& file, const TrainingState& state) {
  std::filesystem::path unfinished = file;
  unfinished += ".tmp";
  const std::string bytes = encode(state);
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out)
    return cannot("written", file);
  std::error_code error;
  std::filesystem::rename(unfinished, file, error);
  if (error)
    return Failure{"The checkpoint " + file.string() + " cannot be put in its place: " + error.message() +
                   "."};
  return std::nullopt;
}

Result<TrainingState> readCheckpoint(const std::filesystem::path& file, const Shape& shape,
                                     Activation activation) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream read;
  read << in.rdbuf();
  if (!in || read.bad())
    return cannot("read", file);
  const std::string content = read.str();
  std::string_view bytes = content;
  if (!takeChecksum(bytes))
    return Failure{"The checkpoint " + file.string() + " is damaged, or was not written by this program."};

  TrainingState state = startTraining(shape, activation, 0);
  takeLine(bytes);
  std::uint64_t loss = 0;
  std::size_t layerCount = 0;
  takeNumbers(bytes) >> state.epoch >> loss >> layerCount;
  state.trainLoss = std::bit_cast<double>(loss);
  const bool restored = state.random.restore(std::string(takeLine(bytes)));
  if (layerCount != state.network.layers.size() || !sameShape(bytes, state.network.layers))
    return Failure{
        "The checkpoint " + file.string() +
        " holds a network of another shape: --layers and --units must be those it was trained with."};
  bool complete = restored;
  for (Layers* layers : {&state.network.layers, &state.velocity})
    for (Layer& layer : *layers)
      complete = complete && takeValues(bytes, layer.weight) && takeValues(bytes, layer.bias);
  if (!complete || !bytes.empty())
    return Failure{"The checkpoint " + file.string() + " is damaged: its length does not fit its header."};
  return state;
}

} // namespace digits
