#include "testmain.h"

#include <QFileInfo>
#include <QMap>
#include <QTest>

#include <cstdio>

namespace parking::test {

namespace {

using Make = std::function<std::unique_ptr<QObject>()>;

QMap<QByteArray, Make> &registered() // made by the first that needs it, whatever the order
{
    static QMap<QByteArray, Make> tests;
    return tests;
}

int runTest(const QByteArray &name, QList<char *> words)
{
    const std::unique_ptr<QObject> test = registered()[name]();
    return QTest::qExec(test.get(), int(words.size()), words.data());
}

} // namespace

Registration::Registration(const char *file, Make make)
{
    registered().insert(QFileInfo(QString::fromUtf8(file)).completeBaseName().toUtf8(),
                        std::move(make));
}

int runTests(int argc, char **argv)
{
    QList<char *> words(argv, argv + argc);
    if (argc > 1 && registered().contains(argv[1])) {
        words.removeAt(1);
        return runTest(argv[1], words);
    }
    if (argc > 1 && qstrncmp(argv[1], "tst_", 4) == 0) {
        std::fprintf(stderr, "%s has no test %s\n", argv[0], argv[1]);
        return 2;
    }
    int code = 0;
    for (const QByteArray &name : registered().keys())
        code |= runTest(name, words);
    return code;
}

} // namespace parking::test
