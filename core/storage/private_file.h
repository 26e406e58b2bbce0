// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace sweep {

/// Makes an empty file for its owner alone, whatever the umask, in the place of a file or link that has the name; a link is not
/// followed. A descriptor to write with, or -1 and errno.
inline int makePrivateFile(const std::string& path) {
  unlink(path.c_str());
  return open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

} // namespace sweep
