#pragma once

#include "base/literals.h"
#include "base/result.h"

#include <QJsonDocument>
#include <QTest>

namespace parking::test {

inline QByteArray describe(const Error &error)
{
    return u"%1: %2 %3"_s
        .arg(error.code, error.detail,
             QString::fromUtf8(QJsonDocument(error.details).toJson(QJsonDocument::Compact)))
        .toUtf8();
}

} // namespace parking::test

/// A Result that has to be good; its error is the message otherwise.
#define VERIFY_OK(expression)                                                                      \
    do {                                                                                           \
        const auto &verified = (expression);                                                       \
        QVERIFY2(verified, verified ? "" : parking::test::describe(verified.error()).constData()); \
    } while (false)

/// A Result that has to fail with this code.
#define VERIFY_ERROR(expression, expected)                                                         \
    do {                                                                                           \
        const auto &verified = (expression);                                                       \
        QVERIFY2(!verified, #expression " succeeded");                                             \
        QCOMPARE(verified.error().code, QStringLiteral(expected));                                 \
    } while (false)
