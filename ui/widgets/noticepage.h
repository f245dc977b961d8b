#pragma once

#include "theme/theme.h"

#include <QWidget>

#include <functional>

class QLabel;
class QHBoxLayout;

namespace parking::ui {

/// Stands in the place of a page that has nothing to show: what is the matter, what it means, what
/// to do about it.
class NoticePage : public QWidget {
    Q_OBJECT

public:
    struct Action {
        QString text;
        std::function<void()> run;
    };
    struct Content {
        QString icon;
        QString title; ///< empty: the page stays blank
        QString text;
        QString details = {}; ///< for a log or a colleague; can be selected and copied
        QList<Action> actions = {}; ///< the first is the primary one
    };

    explicit NoticePage(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const Content &content);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    bool isShowing(const Content &content) const;
    void refresh();

    const Theme &m_theme;
    Content m_content;
    QWidget *m_body;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_details;
    QHBoxLayout *m_buttons;
};

} // namespace parking::ui
