#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace parking::ui {

/// Somebody else changed what is being edited: who and what, and the two ways on. Hidden until
/// tell().
class ClashBox : public QFrame {
    Q_OBJECT

public:
    explicit ClashBox(QWidget *parent = nullptr);

    /// `both`: what both changed, in words; empty: nothing, and both changes fit together.
    void tell(const QString &meanwhile, const QString &both);
    /// What both changed by now, as one types on.
    void setBoth(const QString &both);
    void clear();

Q_SIGNALS:
    void mineAsked(); ///< what was typed
    void theirsAsked(); ///< what stands, with what was typed beside it

private:
    void reveal(); ///< where its form is scrolled

    QLabel *m_meanwhile;
    QLabel *m_both;
    QPushButton *m_mine;
    QPushButton *m_theirs;
};

} // namespace parking::ui
