// A client that does nothing but write a request and wait in read() for its answer, so that what it measures is the server.
// blockingClient PORT REQUEST_FILE: for every line with a number on its input it sends so many requests, one at a time, and
// prints a line with how long each took, in nanoseconds.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

int connected(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, reinterpret_cast<sockaddr*>(&place), sizeof place) != 0) throw std::runtime_error("no connection");
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

/// Of the head and the body that it states; 0 while the head is not whole.
std::size_t whole_length(const char* bytes, std::size_t count) {
  const std::string head(bytes, count);
  const auto end = head.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  for (auto at = head.find("\r\n"); at < end; at = head.find("\r\n", at + 2)) {
    constexpr char kName[] = "content-length:";
    if (strncasecmp(head.c_str() + at + 2, kName, sizeof kName - 1) != 0) continue;
    return end + 4 + std::strtoull(head.c_str() + at + 2 + sizeof kName - 1, nullptr, 10);
  }
  throw std::runtime_error("an answer does not say how long it is");
}

void exchange(int descriptor, const std::string& request, std::vector<char>& answer) {
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t count = write(descriptor, request.data() + sent, request.size() - sent);
    if (count <= 0) throw std::runtime_error("the server is gone");
    sent += static_cast<std::size_t>(count);
  }
  std::size_t got = 0, whole = 0;
  while (whole == 0 || got < whole) {
    const ssize_t count = read(descriptor, answer.data() + got, answer.size() - got);
    if (count <= 0) throw std::runtime_error("the server is gone, or its answer is longer than expected");
    got += static_cast<std::size_t>(count);
    if (whole == 0) whole = whole_length(answer.data(), got);
  }
  if (std::string(answer.data(), 12) != "HTTP/1.1 200") throw std::runtime_error(std::string(answer.data(), got));
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  try {
    const int descriptor = connected(std::atoi(words[1]));
    std::ifstream file(words[2], std::ios::binary);
    const std::string request{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<char> answer(std::size_t{1} << 20);
    for (int wanted = 0; std::cin >> wanted;) {
      std::vector<long long> took;
      for (int turn = 0; turn < wanted; ++turn) {
        const auto start = std::chrono::steady_clock::now();
        exchange(descriptor, request, answer);
        took.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count());
      }
      for (const auto one : took) std::cout << one << ' ';
      std::cout << std::endl;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
