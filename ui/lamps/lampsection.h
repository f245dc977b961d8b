#pragma once

#include "domain/ids.h"
#include "lamps/lampcard.h"

namespace parking::ui {

/// The part of a space's panel that tells of its lamp; hidden while it has none.
class LampSection : public QWidget {
    Q_OBJECT

public:
    LampSection(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    LampCard &card() { return *m_card; }
    const std::optional<domain::SpaceId> &space() const { return m_space; }
    /// The space that is looked at; asks for its lamp.
    void setSpace(const std::optional<domain::SpaceId> &space);
    void ask(); ///< anew, for the same space
    /// The answer to wanted(); empty: there is no lamp. Of another space: left out.
    void setLamp(const domain::SpaceId &space, const std::optional<domain::LampStatus> &lamp);

Q_SIGNALS:
    void wanted(const parking::domain::SpaceId &space);

private:
    std::optional<domain::SpaceId> m_space;
    LampCard *m_card;
};

} // namespace parking::ui
