#pragma once

#include "theme/theme.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// A line of the page "Health": sign, name, words, what is said small below, when, and the way to
/// where it can be seen or mended. Its contents change in place.
class HealthRow : public QFrame {
    Q_OBJECT

public:
    enum class Sign { Fails, Warns, Open, Works };
    struct Content {
        Sign sign = Sign::Works;
        QString name;
        QString text;
        QString detail = {};
        QString aside = {}; ///< a latency
        QString since = {};
        QString link = {}; ///< empty: none
        std::function<void()> follow = nullptr;
    };

    explicit HealthRow(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const Content &content);

private:
    void refresh();

    const Theme &m_theme;
    Content m_content;
    QLabel *m_sign;
    QLabel *m_name;
    QLabel *m_text;
    QLabel *m_detail;
    QLabel *m_aside;
    QLabel *m_since;
    QPushButton *m_link;
};

/// Rows below each other, one for each content. Those that are there already stay, and so does the
/// focus in them.
class HealthRows : public QWidget {
    Q_OBJECT

public:
    explicit HealthRows(const Theme &theme, QWidget *parent = nullptr);

    void setContents(const QList<HealthRow::Content> &contents);

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QList<HealthRow *> m_rows;
};

} // namespace parking::ui
