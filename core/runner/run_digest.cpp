// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/run_digest.h"

#include "core/runner/metric_reader.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <filesystem>
#include <string_view>
#include <variant>

namespace sweep {

namespace {

/// Every text with its length and every list with its size, so that no two contents run together.
class Digest {
public:
  void add(std::string_view text) {
    add(text.size());
    m_hash.addData(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
  }
  void add(std::size_t size) {
    m_hash.addData(QByteArray::number(static_cast<qulonglong>(size)));
    m_hash.addData(QByteArrayLiteral(":"));
  }
  void add(const std::vector<std::string>& texts) {
    add(texts.size());
    for (const auto& text : texts)
      add(text);
  }
  std::string value() const { return m_hash.result().toHex().toStdString(); }

private:
  QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

std::vector<std::string> textsOf(const Domain& domain) {
  std::vector<std::string> texts;
  if (const auto* categories = std::get_if<CategoricalDomain>(&domain))
    for (const auto& choice : categories->choices)
      texts.push_back(valueJson(choice));
  else if (const auto* constant = std::get_if<ConstantDomain>(&domain))
    texts.push_back(valueJson(constant->value));
  return texts;
}

} // namespace

std::string runDigest(const StudySpec& spec, const std::string& studyFolder) {
  namespace fs = std::filesystem;
  const Program& program = spec.program;
  Digest digest;
  digest.add(program.program);
  digest.add(program.command);
  digest.add((fs::path(studyFolder) / program.workingDirectory).lexically_normal().string());
  digest.add(fs::path(studyFolder).lexically_normal().string());
  digest.add(program.environment.size());
  for (const auto& [name, value] : program.environment) {
    digest.add(name);
    digest.add(value);
  }
  digest.add(program.secrets);
  digest.add(spec.limits.resources.devices);
  digest.add(spec.limits.resources.deviceVariable);
  digest.add(spec.space.parameters.size());
  for (const auto& parameter : spec.space.parameters) {
    digest.add(parameter.name);
    digest.add(textsOf(parameter.domain));
  }
  digest.add(spec.metricSource.preset == MetricFilePreset ? spec.metricSource.file : std::string());
  return digest.value();
}

} // namespace sweep
