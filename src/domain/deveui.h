#pragma once

#include "base/result.h"

#include <QHashFunctions>
#include <QString>

namespace parking::domain {

/// A LoRaWAN device's 64-bit address. Text form: 16 hex digits, lower case (ChirpStack's form),
/// whatever case it was read in.
class DevEui {
public:
    DevEui() = default;
    explicit constexpr DevEui(quint64 value) : m_value(value) { }

    /// Exactly 16 hex digits (plan A14). Error VALIDATION_ERROR "Invalid DevEUI format: ...".
    static Result<DevEui> parse(QStringView text);

    /// As parse, but first drops `:`, `-` and spaces, as people and labels write them (plan A43).
    static Result<DevEui> normalize(QStringView text);

    constexpr quint64 value() const { return m_value; }
    constexpr bool isNull() const { return m_value == 0; }
    QString toString() const;

    friend constexpr bool operator==(DevEui, DevEui) = default;
    friend constexpr auto operator<=>(DevEui, DevEui) = default;
    friend size_t qHash(DevEui eui, size_t seed = 0) { return ::qHash(eui.m_value, seed); }

private:
    quint64 m_value = 0;
};

} // namespace parking::domain
