// The runner of C++.
#include <iostream>
#include <regex>
#include <set>

#include "trial.h"

namespace {

std::set<std::string> Wanted() {
  std::set<std::string> ids;
  std::istringstream text(Variable("CONFORMANCE_ONLY"));
  for (std::string id; std::getline(text, id, ',');) ids.insert(id);
  return ids;
}

// Gives the reason of a failure, or nothing.
std::string Try(const std::string& id, const std::function<void(Trial&)>& scenario) {
  try {
    Trial trial(id);
    scenario(trial);
    return "";
  } catch (const std::exception& e) {
    return std::regex_replace(e.what(), std::regex("\\s+"), " ");
  }
}

}  // namespace

int main() {
  Scenarios scenarios;
  AddMaps(scenarios);
  AddFailures(scenarios);
  AddSync(scenarios);
  AddTypes(scenarios);
  AddVectors(scenarios);
  const auto wanted = Wanted();
  for (const auto& [id, scenario] : scenarios) {
    if (!wanted.empty() && wanted.count(id) == 0) continue;
    const auto reason = Try(id, scenario);
    std::cout << (reason.empty() ? "PASS " + id : "FAIL " + id + " " + reason) << std::endl;
  }
}
