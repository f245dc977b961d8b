#pragma once

#include <QObject>

#include <functional>

/// A folder's tests are one program: `test_store tst_spacestore` runs those of a file, further
/// words go to Qt Test, and without words all run.
namespace parking::test {

/// Takes part by being there when the program starts.
class Registration {
public:
    /// `file` as __FILE__: its name without folder and ending is the test's name.
    Registration(const char *file, std::function<std::unique_ptr<QObject>()> make);
};

/// The exit code: 0 when all passed, 2 for a name that no test has.
int runTests(int argc, char **argv);

} // namespace parking::test

#define PARKING_TEST(Class)                                                                        \
    static const parking::test::Registration kRegistered(                                          \
        __FILE__, [] { return std::unique_ptr<QObject>(std::make_unique<Class>()); });
