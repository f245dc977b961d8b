#include "testmain.h"

#include <QCoreApplication>
#include <QHashSeed>

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed(); // a seed repeats itself, orders of hashes included
    const QCoreApplication application(argc, argv);
    return parking::test::runTests(argc, argv);
}
