#pragma once

#include <QString>

namespace parking {

// What the program keeps tells where people park, and its settings may hold passwords: files and
// folders are for the user that runs it alone. On Windows the rights of the folder above count, and
// these functions make and narrow nothing but the folder.

/// Files and folders that this process makes from now on. Early in main, before there are threads.
void makeFilesPrivate();

/// Makes a folder, 0700, and those above it where they are missing. One that is there stays as it
/// is. False: it cannot be made.
bool makePrivateFolder(const QString &path);

/// Makes an empty file, 0600, unless there is one. For what libraries will write.
void makePrivateFile(const QString &path);

/// Takes from others what an older version, or somebody's umask, let them do with a file or folder.
/// One of another user, or none at all, stays as it is.
void narrow(const QString &path);

} // namespace parking
