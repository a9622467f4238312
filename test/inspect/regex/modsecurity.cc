// Asks libmodsecurity itself what its @rx finds: links the class that its operator uses (no header of it is installed).
// In, one a line, bytes in hexadecimal: `V bytes` adds a value, `C` forgets them all, `P bytes` tries a pattern on all of
// them. Out, one line for each pattern: `index:group,offset,length;group,offset,length;… ` of every value that matches, without
// the groups that took no part. A pattern that the library cannot compile ends it. `L bytes` asks PCRE, on which the library is
// built and which tells "no match" from "gave up", of the first value from place to place: how many places it gave up on, and
// the first match in the form above.
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

namespace modsecurity::Utils {

struct SMatchCapture {
  std::size_t group, offset, length;
};

class Regex {
 public:
  Regex(const std::string &pattern, bool ignoreCase);
  ~Regex();
  bool searchOneMatch(const std::string &value, std::vector<SMatchCapture> &captures) const;

 private:
  // The library's own members: more room than they need.
  alignas(std::max_align_t) char room_[1024];
};

}  // namespace modsecurity::Utils

// The few functions of PCRE2 that are needed (no header of it is installed either), and their constants.
extern "C" {
void *pcre2_compile_8(const unsigned char *, std::size_t, std::uint32_t, int *, std::size_t *, void *);
void pcre2_code_free_8(void *);
void *pcre2_match_data_create_from_pattern_8(const void *, void *);
void pcre2_match_data_free_8(void *);
std::size_t *pcre2_get_ovector_pointer_8(void *);
int pcre2_match_8(const void *, const unsigned char *, std::size_t, std::size_t, std::uint32_t, void *, void *);
}
constexpr std::uint32_t kDotAllMultiLine = 0x20u | 0x400u, kAnchored = 0x80000000u, kNoJit = 0x2000u;
constexpr int kMatchLimit = -47, kDepthLimit = -53, kHeapLimit = -63;

// As the library does once its compiled code has run out of stack: without that code, with PCRE's own limits. Each place has
// them to itself, so that those in front of a match cannot use up what finding it takes.
static std::string firstMatch(const std::string &pattern, const std::string &value) {
  int error;
  std::size_t offset;
  const auto *source = reinterpret_cast<const unsigned char *>(pattern.data());
  const auto *bytes = reinterpret_cast<const unsigned char *>(value.data());
  void *code = pcre2_compile_8(source, pattern.size(), kDotAllMultiLine, &error, &offset, nullptr);
  if (code == nullptr) return "0 ";
  void *data = pcre2_match_data_create_from_pattern_8(code, nullptr);
  int givenUp = 0;
  std::string found;
  for (std::size_t place = 0; place <= value.size() && found.empty(); place++) {
    const int result = pcre2_match_8(code, bytes, value.size(), place, kNoJit | kAnchored, data, nullptr);
    if (result == kMatchLimit || result == kDepthLimit || result == kHeapLimit) givenUp++;
    const std::size_t *ends = pcre2_get_ovector_pointer_8(data);
    for (int group = 0; group < result; group++) {
      const std::size_t from = ends[2 * group], to = ends[2 * group + 1];
      if (from == static_cast<std::size_t>(-1)) continue;
      found += std::to_string(group) + ',' + std::to_string(from) + ',' + std::to_string(to - from) + ';';
    }
  }
  pcre2_match_data_free_8(data);
  pcre2_code_free_8(code);
  return std::to_string(givenUp) + ' ' + found;
}

static std::string bytesOf(const std::string &line) {
  std::string bytes;
  for (std::size_t at = 2; at + 1 < line.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16)));
  }
  return bytes;
}

int main() {
  std::ios::sync_with_stdio(false);
  std::vector<std::string> values;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line[0] == 'V') values.push_back(bytesOf(line));
    if (line[0] == 'C') values.clear();
    if (line[0] == 'L') std::cout << firstMatch(bytesOf(line), values.at(0)) << '\n';
    if (line[0] != 'P') continue;
    const modsecurity::Utils::Regex regex(bytesOf(line), false);
    std::string out;
    for (std::size_t index = 0; index < values.size(); index++) {
      std::vector<modsecurity::Utils::SMatchCapture> captures;
      if (!regex.searchOneMatch(values[index], captures)) continue;
      out += std::to_string(index) + ':';
      for (const auto &capture : captures) {
        out += std::to_string(capture.group) + ',' + std::to_string(static_cast<long long>(capture.offset)) + ',' +
               std::to_string(static_cast<long long>(capture.length)) + ';';
      }
      out += ' ';
    }
    std::cout << out << '\n';
  }
}
