// Asks libmodsecurity itself what its @rx finds: links the class that its operator uses (no header of it is installed).
// In, one a line, bytes in hexadecimal: `V bytes` adds a value, `C` forgets them all, `P bytes` tries a pattern on all of
// them. Out, one line for each pattern: `index:group,offset,length;group,offset,length;… ` of every value that matches, without
// the groups that took no part. A pattern that the library cannot compile ends it.
#include <cstddef>
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
