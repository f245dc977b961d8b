#pragma once

#include "review/bookmark.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parking::ui {

/// Asks what is to be seen at a moment: Enter keeps the bookmark, Esc leaves it as it was.
class BookmarkPopup : public QFrame {
    Q_OBJECT

public:
    static constexpr int kLongestNote = 200;

    BookmarkPopup(const Theme &theme, QWidget *parent);

    /// Above `anchor`; `existing`: the bookmark that is there already.
    void open(UtcTime moment, const Bookmark *existing, const QWidget &anchor);

Q_SIGNALS:
    void kept(const parking::ui::Bookmark &bookmark);
    void removed(parking::UtcTime moment);

private:
    void keep();

    UtcTime m_moment;
    QLabel *m_title;
    QLineEdit *m_note;
    QPushButton *m_remove;
};

} // namespace parking::ui
