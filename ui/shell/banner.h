#pragma once

#include "models/situation.h"

#include <QFrame>

class QLabel;

namespace parking::ui {

/// Says above every page why this window could not begin, or what has failed for half a minute;
/// hidden while nothing has.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(const Situation &situation, QWidget *parent = nullptr);

Q_SIGNALS:
    void detailsRequested();

private:
    void refresh();

    const Situation &m_situation;
    QLabel *m_text;
};

} // namespace parking::ui
