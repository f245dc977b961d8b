#pragma once

#include "theme/theme.h"

#include <QAbstractButton>

namespace parking::ui {

/// One of the ways to begin: a large radio button with what it is, for whom, and what it needs.
class WayCard : public QAbstractButton {
    Q_OBJECT

public:
    struct Words {
        QString icon;
        QString title;
        QString time; ///< how long it takes
        QString text;
        QString needs;
    };

    WayCard(const Words &words, const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect textBox(int width) const;
    int textHeight(int width) const;

    const Words m_words;
    const Theme &m_theme;
};

} // namespace parking::ui
