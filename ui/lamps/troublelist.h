#pragma once

#include "domain/lampcheck.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

/// The lamps that do not show what they should, above the list of commands; hidden while there are
/// none.
class TroubleList : public QFrame {
    Q_OBJECT

public:
    static constexpr int kNamed = 4;

    TroubleList(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// Those that have been so for longest are named. Empty value: nobody knows.
    void setTroubles(const std::optional<QList<domain::LampTrouble>> &troubles);

Q_SIGNALS:
    void lampChosen(parking::domain::DevEui device);
    void allWanted();

private:
    void rebuild();

    const Situation &m_situation;
    const Theme &m_theme;
    QList<domain::LampTrouble> m_troubles; ///< the longest first
    QLabel *m_title;
    QVBoxLayout *m_lines;
    QWidget *m_shown = nullptr;
};

} // namespace parking::ui
