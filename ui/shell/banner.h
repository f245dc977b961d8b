#pragma once

#include "models/situation.h"

#include <QFrame>

class QLabel;

namespace parking::ui {

/// Says above every page why this window could not begin, or what has failed for longer than
/// a moment; hidden while nothing has.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(const Situation &situation, QWidget *parent = nullptr);
    void setSaidBelow(bool said); ///< the page that is shown tells of what has failed

Q_SIGNALS:
    void detailsRequested();

private:
    void refresh();

    const Situation &m_situation;
    QLabel *m_text;
    bool m_isSaidBelow = false;
};

} // namespace parking::ui
