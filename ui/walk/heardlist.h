#pragma once

#include "domain/fleet.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace parking::ui {

/// Who was heard in the last 30 seconds, newest first. Never by strength: that is at the gateway,
/// not at the hand.
class HeardList : public QFrame {
    Q_OBJECT

public:
    static constexpr int kShown = 8;

    HeardList(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// `current`: the code of the space that is tested.
    void setDevices(const QList<domain::FleetDevice> &heard, const QString &current);

Q_SIGNALS:
    void bindRequested(const parking::domain::FleetDevice &device);
    /// A whole DevEUI was typed or scanned.
    void euiEntered(parking::domain::DevEui eui);

private:
    QWidget *makeRow(const domain::FleetDevice &device);
    void enter();

    const Situation &m_situation;
    const Theme &m_theme;
    QString m_current;
    QVBoxLayout *m_rows;
    QWidget *m_shown = nullptr;
    UtcTime m_shownAt;
    QLabel *m_hint;
    QLineEdit *m_eui;
    QLabel *m_problem;
};

} // namespace parking::ui
